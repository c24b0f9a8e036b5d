import { WebSocketClient } from '@colyseus/ws-transport';

let mended = false;

/**
 * The transport (0.18.4) hands `ws` a view on the encoder's shared buffer. While a slow client's patch waits in the
 * queue, later patches overwrite it and that client's state goes wrong without a warning. One copy per patch, shared by
 * all who get the same one, mends it. What is handed to `raw` must therefore not be changed afterwards.
 */
export function copyPatches(): void {
  if (mended) return;
  mended = true;
  const { raw } = WebSocketClient.prototype;
  let last: ArrayLike<number> | undefined;
  let copy: Uint8Array;
  WebSocketClient.prototype.raw = function (data, options, done) {
    if (data !== last) {
      last = data;
      copy = new Uint8Array(data);
    }
    return raw.call(this, copy, options, done);
  };
}
