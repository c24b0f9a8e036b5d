import '../homework/texts.ts';
import { Anchor, Button, Text, Title } from '@mantine/core';
import type { SessionReport } from '@tutti/client/admin';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Section } from '../records/section.tsx';
import type { Learner } from './name-learners.ts';
import classes from './report.module.css';

const shownAtFirst = 12;

interface NotThroughProps {
  report: SessionReport;
  /** With the names that are shown. */
  learners: readonly Learner[];
  hideNames: boolean;
}

/** [REP-4] Of a homework: who did not begin, and who did not finish. Nothing of any other session. */
export function NotThrough({
  report: { notBegun, session, questions },
  learners,
  hideNames,
}: NotThroughProps) {
  const { t } = useTranslation('homework');
  if (!notBegun) return null;
  const unfinished = learners.filter(({ leftInRound }) => leftInRound !== null);
  const isAll = notBegun.length === 0 && unfinished.length === 0;
  return (
    <Section title={t('missing.title')}>
      {isAll && <Text>{t('missing.nobody')}</Text>}
      {notBegun.length > 0 && (
        <>
          <Title order={3} size="1rem">
            {t('missing.notBegun', { count: notBegun.length })}
          </Title>
          {!hideNames && (
            <Names
              items={notBegun.map(({ userId, name }) => ({
                key: userId,
                text: session.group ? (
                  <Anchor component={Link} to={`/teach/classes/${session.group.id}/learners/${userId}`}>
                    <bdi>{name}</bdi>
                  </Anchor>
                ) : (
                  <bdi>{name}</bdi>
                ),
              }))}
            />
          )}
        </>
      )}
      {unfinished.length > 0 && (
        <>
          <Title order={3} size="1rem" mt="md">
            {t('missing.unfinished', { count: unfinished.length })}
          </Title>
          <Names
            items={unfinished.map(({ participantId, nickname, leftInRound }) => ({
              key: participantId,
              text: t('missing.stopped', { name: nickname, done: leftInRound, of: questions.length }),
            }))}
          />
        </>
      )}
    </Section>
  );
}

function Names({ items }: { items: { key: string; text: ReactNode }[] }) {
  const { t } = useTranslation('homework');
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, shownAtFirst);
  return (
    <>
      <ul className={classes.names}>
        {shown.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
      {shown.length < items.length && (
        <Button variant="subtle" className={classes.screenOnly} onClick={() => setAll(true)}>
          {t('missing.all', { count: items.length })}
        </Button>
      )}
    </>
  );
}
