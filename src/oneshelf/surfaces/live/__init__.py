"""The live surface: what happens, told to open pages by server-sent events, from a process and origin of its own.

A page asks its own surface for a ticket (`kernel.tickets.issue`, good for 60 seconds) and opens
`EventSource(LIVE_URL + "/live/?ticket=" + ticket)`. It then hears of the topics in the ticket: a message's event is
the event's type, its id the event's id, its data `{"topic", "type", "aggregate", "id"}`. What changed is asked from
the page's own surface, which knows what the person may see.

A message `resync` says that some may have been missed: load everything again. It comes first on every stream, since
`Last-Event-ID` is ignored and nothing is replayed. The browser's own reconnection comes with its old ticket and ends
in 401 after a minute: the page then asks for a fresh one.

Programs hear whole events at `/live/events`, with a ticket of the API, and go on from `Last-Event-ID` (`programs.py`).
"""
