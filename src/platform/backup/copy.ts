import { once } from 'node:events';
import { type Duplex, Readable } from 'node:stream';
import type pg from 'pg';

/** What `pg` calls and gives while a COPY runs; its types say nothing of it. */
interface CopyConnection {
  stream: Duplex;
  query(sql: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

const rowsOf = ({ text }: { text: string }): number => Number(text.split(' ').at(-1));

/** `COPY … TO STDOUT`: the rows as text, as fast as they are read. Whoever stops reading ends the connection. */
export function copyOut(client: pg.ClientBase, sql: string): AsyncIterable<Buffer> {
  let connection: CopyConnection;
  let isOver = false;
  const rows = new Readable({
    read: () => connection?.stream.resume(),
    destroy(error, done) {
      if (!isOver) connection?.stream.destroy();
      done(error);
    },
  });
  client.query({
    submit(to: unknown) {
      connection = to as CopyConnection;
      connection.query(sql);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // the driver reads the next bytes into the same memory
      if (!rows.push(Buffer.from(chunk))) connection.stream.pause();
    },
    handleCommandComplete() {},
    handleReadyForQuery() {
      isOver = true;
      rows.push(null);
    },
    handleError: (error: Error) => rows.destroy(error),
  });
  return rows;
}

/** `COPY … FROM STDIN`; gives how many rows came in. */
export function copyIn(client: pg.ClientBase, sql: string, source: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let failed = false;
    const send = async (connection: CopyConnection) => {
      try {
        for await (const chunk of source) {
          if (failed) return;
          connection.sendCopyFromChunk(chunk);
          if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
        }
        connection.endCopyFrom();
      } catch (error) {
        reject(error);
        if (!failed) connection.sendCopyFail('the source broke off');
      }
    };
    client.query({
      submit: (to: unknown) => (to as CopyConnection).query(sql),
      handleCopyInResponse: (connection: CopyConnection) => void send(connection),
      handleCommandComplete: (message: { text: string }) => {
        rows = rowsOf(message);
      },
      handleReadyForQuery: () => resolve(rows),
      handleError(error: Error) {
        failed = true;
        reject(error);
      },
    } as pg.Submittable);
  });
}
