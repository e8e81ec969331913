"""From what was misunderstood to examples designers can paste (playbook I2). Pure, but for reading the files."""
