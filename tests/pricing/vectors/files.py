"""Golden vectors: baskets with what they come to, as JSON that any runtime of the pricing kernel is held against.

A file says what is asked (`basket`, `rules`, `groups`, and `also`: the rules to explain), `why` it comes to what it
does, worked out on paper with the numbers `by_hand`, and what the kernel answers: `result` and `proof`, or `refused`
and `details`. `python -m tests.pricing.vectors` writes them from the stories beside; look at what it changes.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.pricing.answers import answer
from tests.pricing.vectors import conditions, edges, rewards, stacking, taxes
from tests.pricing.vectors.story import Story

FOLDER = Path(__file__).parent
STORIES = (*rewards.STORIES, *conditions.STORIES, *stacking.STORIES, *taxes.STORIES, *edges.STORIES)


def written(story: Story) -> str:
    """Return the text of a story's file."""
    asked = {"name": story.name, "why": story.why, "by_hand": story.by_hand}
    texts = [msgspec.json.encode(each).decode()[1:-1] for each in (asked, story.case)] + [answer(story.case)[1:-1]]
    return msgspec.json.format("{" + ",".join(texts) + "}", indent=1) + "\n"


def write() -> None:
    """Write every vector, and delete what no story tells any more."""
    for file in FOLDER.glob("*.json"):
        file.unlink()
    for story in STORIES:
        (FOLDER / f"{story.name}.json").write_text(written(story), encoding="utf-8")
