import { Anchor, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './outbox.module.css';

interface LetterViewProps {
  subject: string;
  text: string;
  html: string;
  /** Where its links can be opened: a letter in its frame opens none. */
  withLinks?: boolean;
}

/** A message as a letter, in a frame that runs nothing and leads nowhere, and as plain text. */
export function LetterView({ subject, text, html, withLinks = false }: LetterViewProps) {
  const { t } = useTranslation('mail');
  const [view, setView] = useState('html');
  const links = withLinks ? [...new Set(text.match(/https?:\/\/\S+/g) ?? [])] : [];
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('letter.view')}
        value={view}
        onChange={setView}
        className={classes.views}
        data={[
          { value: 'html', label: t('letter.html') },
          { value: 'text', label: t('letter.text') },
        ]}
      />
      {view === 'html' ? (
        <iframe className={classes.frame} title={t('letter.frame', { subject })} sandbox="" srcDoc={html} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        <pre className={classes.text} tabIndex={0}>
          {text}
        </pre>
      )}
      {links.length > 0 && (
        <section aria-label={t('letter.links')}>
          <Text fw={650}>{t('letter.links')}</Text>
          <ul className={classes.links}>
            {links.map((link) => (
              <li key={link}>
                <Anchor href={link} target="_blank" rel="noreferrer">
                  {link}
                </Anchor>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}
