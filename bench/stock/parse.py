"""What the stock model makes of messages: run in the stock environment by `jiezhu bench understanding`.

    .venv-stock/bin/python -m bench.stock.parse MODEL < rows.jsonl

Reads JSON lines with a `text` and prints one line for each: `intent, confidence, ranking, is_fallback, ms`, as
`bot/engine/evaluate.py` does for our model. Nothing of ours is imported: this is Rasa as it comes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time

FALLBACK = "nlu_fallback"
WARM_UP = ("我的快递到哪了", "什么时候发货", "谢谢")


async def main(model: str) -> None:
    """Parse all of standard input."""
    from rasa.core.agent import load_agent
    from rasa.utils.log_utils import configure_structlog

    # As a library Rasa prints every debug line, customers' words included; its own command configures this first.
    configure_structlog(logging.ERROR)
    agent = await load_agent(model_path=model)
    for text in WARM_UP:
        await agent.parse_message(text)
    for line in sys.stdin:
        text = json.loads(line)["text"]
        started = time.perf_counter()
        found = await agent.parse_message(text)
        ms = (time.perf_counter() - started) * 1000
        intent = found["intent"]
        said = {
            "intent": intent["name"],
            "confidence": intent["confidence"],
            "ranking": [[entry["name"], entry["confidence"]] for entry in found.get("intent_ranking") or []],
            "is_fallback": intent["name"] in (None, FALLBACK),
            "ms": round(ms, 3),
        }
        print(json.dumps(said, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    asyncio.run(main(sys.argv[1]))
