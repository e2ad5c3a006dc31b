"""How long `placement` takes, and on what: never part of the tests."""
