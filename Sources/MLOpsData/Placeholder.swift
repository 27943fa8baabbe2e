enum PlaceholderMLOpsData {}
