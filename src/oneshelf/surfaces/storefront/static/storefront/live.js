// Keeps a piece of the page up to date: an element with data-live (the stream) and data-live-ticket (where a ticket
// is to be had) gets the event live:changed, and htmx then fetches it anew. When the stream fails, it is fetched every
// now and then, and the stream is tried again with a fresh ticket, more and more rarely.
const POLL_MS = 15000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60000;
const GATHER_MS = 100; // several events of one sale are one change

class LivePiece {
  constructor(element) {
    this.element = element;
    this.pause = FIRST_PAUSE_MS;
    this.greeted = false;
    this.connect();
    setInterval(() => { if (!this.open && !document.hidden) this.changed(); }, POLL_MS);
  }

  async connect() {
    try {
      const answer = await fetch(this.element.dataset.liveTicket, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
      this.listen((await answer.json()).ticket);
    } catch {
      this.retry();
    }
  }

  listen(ticket) {
    const url = new URL(this.element.dataset.live);
    url.searchParams.set("ticket", ticket);
    this.stream = new EventSource(url);
    this.stream.addEventListener("open", () => { this.open = true; this.pause = FIRST_PAUSE_MS; });
    this.stream.addEventListener("error", () => { this.stream.close(); this.open = false; this.retry(); });
    // The first resync belongs to a page that was rendered a moment ago; each later one means that we were away.
    this.stream.addEventListener("resync", () => { this.changed(); this.element.dataset.liveState = "on"; });
    for (const type of this.element.dataset.liveEvents.split(" ")) {
      this.stream.addEventListener(type, () => this.changed());
    }
  }

  retry() {
    this.element.dataset.liveState = "off";
    setTimeout(() => this.connect(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.element.dispatchEvent(new CustomEvent("live:changed")), GATHER_MS);
  }
}

document.querySelectorAll("[data-live]").forEach((element) => new LivePiece(element));
