"""What a browser complains about while a test runs."""

from __future__ import annotations

from playwright.async_api import ConsoleMessage, Page


class Complaints:
    """What the browser said was wrong."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page. A lost connection is what some tests are about, so the browser's word on it is no error."""

        def heard(message: ConsoleMessage) -> None:
            # A desk that is not signed in yet asks who it is and is told 401: the browser logs that too.
            expected = ("WebSocket", "ERR_", "401")
            if message.type == "error" and not any(word in message.text for word in expected):
                self.said.append(message.text)

        page.on("console", heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))
