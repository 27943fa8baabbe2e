enum PlaceholderMLOpsConfig {}
