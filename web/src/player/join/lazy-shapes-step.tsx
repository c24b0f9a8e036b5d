import { type ComponentProps, lazy, Suspense } from 'react';
import type { ShapesStep as Step } from './shapes-step.tsx';

const Loaded = lazy(async () => ({ default: (await import('./shapes-step.tsx')).ShapesStep }));

/** Loaded where a game asks for shapes: most do not. */
export const ShapesStep = (props: ComponentProps<typeof Step>) => (
  <Suspense>
    <Loaded {...props} />
  </Suspense>
);
