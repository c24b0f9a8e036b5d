import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import type { usePages } from './use-pages.ts';

interface PagesProps<T> {
  query: ReturnType<typeof usePages<T>>;
  none: { title: string; hint: string; actions?: ReactNode };
  children: (items: T[]) => ReactNode;
}

/** What was read of a list so far, and the way to more of it. */
export function Pages<T>({ query, none, children }: PagesProps<T>) {
  const { t } = useTranslation('admin');
  return (
    <QueryView query={query} skeleton={<Skeleton height={320} radius="lg" />}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0)
          return (
            <Panel mood="waiting" title={none.title} actions={none.actions}>
              {none.hint}
            </Panel>
          );
        return (
          <>
            {children(items)}
            <MoreButton query={query} label={t('words.more')} />
          </>
        );
      }}
    </QueryView>
  );
}
