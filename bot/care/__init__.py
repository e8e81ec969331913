"""What is watched beyond one conversation: promises, kept or broken. Rules and ports; knows only the kernel."""
