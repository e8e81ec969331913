"""What plugs into Rasa. Runs in the engine environment (Python 3.10) and nowhere else."""
