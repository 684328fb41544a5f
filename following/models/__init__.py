from .digest import Delivery, Digest
from .follower import MOST_FOLLOWED, Follow, Follower, FullError

__all__ = ["MOST_FOLLOWED", "Delivery", "Digest", "Follow", "Follower", "FullError"]
