"""Rules of service (``data/service``): opening hours, groups, targets; read, checked, made into what the hub uses."""
