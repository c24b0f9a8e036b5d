import { Fieldset, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './mission.module.css';

/** Settings that belong together, under one heading. */
export function SettingsGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Fieldset legend={title} variant="unstyled" classNames={{ legend: classes.legend }}>
      <Stack gap="md" pt="xs">
        {children}
      </Stack>
    </Fieldset>
  );
}
