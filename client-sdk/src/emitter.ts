type Listener<T> = (payload: T) => void;

/** Listeners by event name. A listener that throws is reported and keeps no other from hearing. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<E extends keyof Events>(event: E, listener: Listener<Events[E]>): () => void {
    const listeners = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const listener of [...(this.listeners.get(event) ?? [])] as Listener<Events[E]>[]) {
      try {
        listener(payload);
      } catch (error) {
        reportError(error);
      }
    }
  }
}

/** As an uncaught error of its own, where the page or the process looks for such. */
function reportError(error: unknown): void {
  setTimeout(() => {
    throw error;
  });
}
