import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Door } from './door.tsx';

export function LinkDone({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <Door title={title}>
      <Stack mt="md">
        <Text role="status">{text}</Text>
        {children}
      </Stack>
    </Door>
  );
}
