"""Rules for every text a customer or an agent reads (playbook H1, B3, B6, C2, F6, A6)."""
