"""The doors as the people and programs of the story use them: HTTP only, pages through their forms."""
