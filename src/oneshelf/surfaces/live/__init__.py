"""The live surface: what happens, told to open pages by server-sent events, from a process and origin of its own.

A page asks its own surface for a ticket (`tickets.issue`, good for 60 seconds) and opens
`EventSource(LIVE_URL + "/live/?ticket=" + ticket)`. It then hears of the topics in the ticket: a message's event is
the event's type, its id the event's id, its data `{"topic", "id", "type"}`; what changed is asked from the page's own
surface, which knows what the person may see. A message `resync` says that some were missed: load everything again.

`Last-Event-ID` is ignored: nothing is replayed. A page that was cut off gets a fresh ticket, connects, and hears
`resync` first. That is also why the browser's own reconnection, with its old ticket, ends in 401: the page then asks
for another one.
"""
