enum PlaceholderMLOpsLinux {}
