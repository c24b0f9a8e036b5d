import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigationType } from 'react-router';

interface PageHeadingProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}

/** The page's h1; names the browser's tab, and takes the focus after a change of page so that screen readers say where one is. */
export function PageHeading({ title, lead, actions }: PageHeadingProps) {
  const { t } = useTranslation(['account', 'common']);
  const heading = useRef<HTMLHeadingElement>(null);
  const arrived = useNavigationType();

  useEffect(() => {
    document.title = `${title} · ${t('common:name')}`;
  }, [title, t]);
  useEffect(() => {
    if (arrived === 'PUSH') heading.current?.focus({ preventScroll: true });
  }, [arrived]);

  return (
    <Group justify="space-between" align="flex-end" mb="lg" gap="md">
      <Stack gap={4} flex="1 1 20rem">
        <Title ref={heading} tabIndex={-1} style={{ outline: 'none', overflowWrap: 'anywhere' }}>
          <bdi>{title}</bdi>
        </Title>
        {lead && (
          <Text c="dimmed" component="div">
            {lead}
          </Text>
        )}
      </Stack>
      {actions}
    </Group>
  );
}
