import { Anchor, Badge, Button, TextInput } from '@mantine/core';
import { IconId } from '@tabler/icons-react';
import type { PersonDetail } from '@tutti/client/admin';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDate, useDay } from '../../desk/dates.ts';
import { Card } from '../../desk/shell/card.tsx';
import { people } from '../../desk/tutti.ts';
import { statusTone } from '../people/words.ts';
import classes from '../shared/admin.module.css';
import { useChange } from './use-change.ts';

interface FactsCardProps {
  person: PersonDetail;
  onNews(news: string | null): void;
}

export function FactsCard({ person, onNews }: FactsCardProps) {
  const { t } = useTranslation(['admin', 'account']);
  const date = useDate();
  const day = useDay();
  const [renaming, setRenaming] = useState(false);
  const { status, consentState, eraseAfter, lastLoginAt } = person;
  const { departments, specializations, teachingExperienceYears } = person;
  const grade = [person.gradeLevel, person.section].filter(Boolean).join(' ');
  const ofClasses = person.classes.map(({ id, name, archived }) => ({
    to: `/teach/classes/${id}`,
    name: archived ? `${name} (${t('person.archived')})` : name,
  }));
  const linked = (list: PersonDetail['guardians']) =>
    list.map(({ id, name }) => ({ to: `/admin/people/${id}`, name }));
  return (
    <Card title={t('person.facts')} Icon={IconId}>
      <dl className={classes.facts}>
        <Fact name={t('person.login')}>{person.email ?? person.username ?? t('person.noLogin')}</Fact>
        <Fact name={t('person.status')}>
          <Badge variant="light" size="lg" color={statusTone[status]}>
            {t(`status.${status}`)}
          </Badge>
        </Fact>
        <Fact name={t('person.secondFactor')}>{person.secondFactor ? t('person.on') : t('person.off')}</Fact>
        <Fact name={t('person.language')}>{t(`account:language.${person.locale}`)}</Fact>
        <Fact name={t('person.lastHere')}>{lastLoginAt ? date(lastLoginAt) : t('words.never')}</Fact>
        <Fact name={t('person.since')}>{day(person.createdAt)}</Fact>
        {(person.isMinor || consentState !== 'not_required') && (
          <Fact name={t('person.consent')}>{t(`person.consentState.${consentState}`)}</Fact>
        )}
        {eraseAfter && <Fact name={t('person.eraseAfter')}>{day(eraseAfter)}</Fact>}
        {grade && <Fact name={t('person.grade')}>{grade}</Fact>}
        {departments.length > 0 && <Fact name={t('person.department')}>{departments.join(', ')}</Fact>}
        {specializations.length > 0 && (
          <Fact name={t('person.specializations')}>{specializations.join(', ')}</Fact>
        )}
        {teachingExperienceYears !== null && <Fact name={t('person.years')}>{teachingExperienceYears}</Fact>}
        <LinkedFact name={t('person.classes')} links={ofClasses} />
        <LinkedFact name={t('person.guardians')} links={linked(person.guardians)} />
        <LinkedFact name={t('person.children')} links={linked(person.children)} />
      </dl>
      {renaming ? (
        <RenameForm person={person} onNews={onNews} onDone={() => setRenaming(false)} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setRenaming(true)}>
            {t('person.rename')}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LinkedFact({ name, links }: { name: string; links: { to: string; name: string }[] }) {
  if (links.length === 0) return null;
  return (
    <Fact name={name}>
      <ul className={classes.links}>
        {links.map(({ to, name: called }) => (
          <li key={to}>
            <Anchor component={Link} to={to} underline="always">
              <bdi>{called}</bdi>
            </Anchor>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function RenameForm({ person: { id, name }, onNews, onDone }: FactsCardProps & { onDone(): void }) {
  const { t } = useTranslation('admin');
  const fields = useFields({ displayName: filled(100) }, { displayName: name });
  const change = useChange(id, onNews);
  return (
    <CardForm
      fields={fields}
      submit={t('words.save')}
      onCancel={onDone}
      send={async () => {
        const displayName = fields.values.displayName.trim();
        await change.mutateAsync({
          work: () => people.renamePerson(id, displayName),
          news: t('person.renamed'),
        });
        onDone();
      }}
    >
      <TextInput {...fields.bind('displayName')} label={t('person.name')} autoComplete="off" autoFocus />
    </CardForm>
  );
}
