class UnusableModel(Exception):
    """What is wrong with the model's files, for the person who started the server."""
