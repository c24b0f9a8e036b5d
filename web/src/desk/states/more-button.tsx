import { Button, Loader, Stack, Text } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from './refusal.tsx';

interface MoreButtonProps {
  query: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
  >;
  label: string;
  /** Where some of what was read is not drawn yet. */
  hasMore?: boolean;
  onMore?(): void;
}

/** Goes on with a list where it ends. It keeps the focus while it reads, and says so where it is when that fails. */
export function MoreButton({ query, label, hasMore = query.hasNextPage, onMore }: MoreButtonProps) {
  const { t } = useTranslation('account');
  const { isFetchingNextPage: reading, isFetchNextPageError, error } = query;
  const [pressed, setPressed] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  const isOver = pressed && !hasMore;

  // the button that had the focus is gone: whoever uses the keyboard goes on from here, not from the top
  useEffect(() => {
    if (isOver && document.activeElement === document.body) end.current?.focus({ preventScroll: true });
  }, [isOver]);

  function more() {
    if (reading) return;
    setPressed(true);
    onMore?.();
    if (query.hasNextPage) void query.fetchNextPage();
  }

  if (isOver) {
    return (
      <Text ref={end} tabIndex={-1} role="status" c="dimmed" ta="center" mt="lg" style={{ outline: 'none' }}>
        {t('states.allShown')}
      </Text>
    );
  }
  if (!hasMore) return null;
  return (
    <Stack align="center" gap="sm" mt="lg">
      {isFetchNextPageError && !reading && <Refusal error={error} />}
      {/* not `loading`: that would disable it, and a disabled button loses the focus */}
      <Button
        variant="default"
        aria-busy={reading}
        leftSection={reading && <Loader size={18} aria-hidden />}
        onClick={more}
      >
        {label}
      </Button>
    </Stack>
  );
}
