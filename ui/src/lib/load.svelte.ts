/** Something that is asked of the server: not there yet, there, or failed. The newest question wins. */
export class Load<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  busy = $state(false);
  private turn = 0;
  private stop: AbortController | null = null;

  /** Asks; what an older question answers later is thrown away. The old answer stays until the new one is there. */
  async ask(question: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    const turn = ++this.turn;
    this.stop?.abort();
    const stop = new AbortController();
    this.stop = stop;
    this.busy = true;
    try {
      const value = await question(stop.signal);
      if (turn !== this.turn) return null;
      this.value = value;
      this.error = null;
      return value;
    } catch (cause) {
      if (turn === this.turn) this.error = cause;
      return null;
    } finally {
      if (turn === this.turn) this.busy = false;
    }
  }
}
