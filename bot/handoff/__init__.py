"""Who speaks: control record, transition table, brief, queue order, conversation service. Rules and ports only."""
