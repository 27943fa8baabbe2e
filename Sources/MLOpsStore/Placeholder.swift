enum PlaceholderMLOpsStore {}
