// Keeps a piece of the page up to date. An element with data-live-ticket (where a page gets the address of its stream,
// as { url }) and data-live-events (types of events, separated by spaces) gets "live:changed" when one of them happened;
// htmx then fetches it anew. data-live-state says on or off. Streams end and are opened again with a fresh ticket.
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60000;
const GATHER_MS = 100; // several events of one act are one change

class LivePiece {
  constructor(element) {
    this.element = element;
    this.pause = FIRST_PAUSE_MS;
    this.connect();
    addEventListener("online", () => this.changed());
  }

  async connect() {
    try {
      const answer = await fetch(this.element.dataset.liveTicket, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`no ticket: ${answer.status}`);
      this.listen((await answer.json()).url);
    } catch {
      this.retry();
    }
  }

  listen(url) {
    const stream = new EventSource(url);
    stream.addEventListener("open", () => { this.pause = FIRST_PAUSE_MS; });
    stream.addEventListener("error", () => { stream.close(); this.retry(); });
    // It comes first on each stream: something may have happened since the page was made, or since we were away.
    stream.addEventListener("resync", () => { this.element.dataset.liveState = "on"; this.changed(); });
    for (const type of this.element.dataset.liveEvents.split(" ")) stream.addEventListener(type, () => this.changed());
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

document.querySelectorAll("[data-live-ticket]").forEach((element) => new LivePiece(element));
