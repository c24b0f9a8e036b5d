import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Parts of Colyseus' SDK that only rooms of another kind use, by what they export: no phone has to load them. */
const unused = new Map([
  ['/transport/H3Transport.mjs', 'H3TransportTransport'],
  ['/input/RoomInput.mjs', 'RoomInput'],
]);
const withoutUnused: Plugin = {
  name: 'without-unused-parts-of-colyseus',
  load(id) {
    for (const [end, name] of unused)
      if (id.includes('/@colyseus/sdk/') && id.endsWith(end)) return `export class ${name} {}`;
  },
};

/**
 * Three pages that share little: what a pupil's phone loads (`index`) knows nothing of what a teacher's laptop needs.
 * Nothing is inlined, so that the pages work under a policy that allows scripts from files alone.
 */
export default defineConfig({
  root: path('.'),
  appType: 'mpa',
  plugins: [react(), withoutUnused],
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // every browser that runs these scripts knows it
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [path('index.html'), path('projector.html'), path('desk.html')],
    },
  },
});
