import { Alert, Button, Group, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface PartProps {
  title: string;
  lead: string;
  /** What can be written down here. */
  add?: { text: string; onClick(): void };
  filter?: ReactNode;
  news?: string | null;
  children: ReactNode;
}

/** One kind of record: what it is, the way to write another one down, and the list. */
export function Part({ title, lead, add, filter, news, children }: PartProps) {
  return (
    <section aria-label={title}>
      <Group justify="space-between" align="flex-end" mb="md" gap="md">
        <div style={{ flex: '1 1 20rem' }}>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text c="dimmed" maw="66ch">
            {lead}
          </Text>
        </div>
        {filter}
        {add && (
          <Button onClick={add.onClick} leftSection={<IconPlus size={20} aria-hidden />}>
            {add.text}
          </Button>
        )}
      </Group>
      <div role="status">
        {news && (
          <Alert color="right" mb="md">
            {news}
          </Alert>
        )}
      </div>
      {children}
    </section>
  );
}
