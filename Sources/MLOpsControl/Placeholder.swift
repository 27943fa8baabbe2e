enum PlaceholderMLOpsControl {}
