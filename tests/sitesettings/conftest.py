from tests.magazine.conftest import broken_database

__all__ = ["broken_database"]
