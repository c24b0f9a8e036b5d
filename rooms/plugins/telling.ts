/** Sends what was prepared; called once the event is durable. */
export type Send = () => void;

/** [DUR-1] What cannot be told of an event must keep neither it out of the log nor others from their news. */
export class Telling {
  private readonly warn: (what: string, details: Record<string, unknown>) => void;

  constructor(warn: Telling['warn']) {
    this.warn = warn;
  }

  /** null: there is nothing to tell, or it could not be made. */
  prepared(type: string, prepare: () => Send | null): Send | null {
    try {
      return prepare();
    } catch (error) {
      this.notTold(type, error);
      return null;
    }
  }

  tell(type: string, send: Send | null | undefined): void {
    try {
      send?.();
    } catch (error) {
      this.notTold(type, error);
    }
  }

  private notTold(type: string, error: unknown): void {
    this.warn('an event could not be told', { type, error: String(error) });
  }
}

/** Each gets what is theirs, whatever happens to another one; faults are thrown afterwards, as one. */
export function toEach<T>(receivers: Iterable<T>, send: (receiver: T) => void): void {
  const faults: unknown[] = [];
  for (const receiver of receivers) {
    try {
      send(receiver);
    } catch (error) {
      faults.push(error);
    }
  }
  throwAll(faults);
}

/** Makes now what each will be sent. Who cannot be told is reported by the sending, after the others have their news. */
export function preparedForEach<T>(receivers: Iterable<T>, prepare: (receiver: T) => Send): Send {
  const faults: unknown[] = [];
  const sends: Send[] = [];
  for (const receiver of receivers) {
    try {
      sends.push(prepare(receiver));
    } catch (error) {
      faults.push(error);
    }
  }
  return () => {
    for (const send of sends) {
      try {
        send();
      } catch (error) {
        faults.push(error);
      }
    }
    throwAll(faults);
  };
}

function throwAll(faults: readonly unknown[]): void {
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} times, first ${faults[0]}`);
  if (faults.length === 1) throw faults[0];
}
