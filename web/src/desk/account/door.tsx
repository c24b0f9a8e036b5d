import { Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../shared/mark.tsx';
import { OfflineBar } from '../states/offline-bar.tsx';
import classes from './account.module.css';
import { LanguageLinks } from './language-links.tsx';

interface DoorProps {
  title: string;
  lead?: ReactNode;
  /** For what is read more than filled in. */
  wide?: boolean;
  children: ReactNode;
}

/** The frame of the pages before one is signed in: one card in the middle. */
export function Door({ title, lead, wide = false, children }: DoorProps) {
  const { t } = useTranslation(['account', 'common']);
  useEffect(() => {
    document.title = `${title} · ${t('common:name')}`;
  }, [title, t]);
  return (
    <div className={classes.door}>
      <OfflineBar />
      <main className={classes.room}>
        <a href="/" className={classes.brand}>
          <Mark size={56} />
          <span>Tutti</span>
        </a>
        <Paper className={classes.card} data-wide={wide} shadow="sm">
          <Title order={1} size="h2">
            {title}
          </Title>
          {lead && (
            <Text c="dimmed" component="div" mt="xs">
              {lead}
            </Text>
          )}
          {children}
        </Paper>
        <LanguageLinks />
      </main>
    </div>
  );
}
