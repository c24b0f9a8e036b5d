import { Group, Skeleton, Text, TextInput } from '@mantine/core';
import { IconKey, IconListDetails, IconPrinter, IconSearch, IconUsers } from '@tabler/icons-react';
import type { ClassStudent, SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { HereCount } from '../../../desk/presence/here-count.tsx';
import { usePresence } from '../../../desk/presence/use-presence.ts';
import cardClasses from '../../../desk/shell/card.module.css';
import { Card } from '../../../desk/shell/card.tsx';
import { MoreButton } from '../../../desk/states/more-button.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { useAllPages, useStudents } from '../use-classes.ts';
import { useClassCode } from '../use-keep.ts';
import classes from './class.module.css';
import { LearnerRow } from './learner-row.tsx';
import { RenameLearner } from './rename-learner.tsx';
import { WaitingNote } from './waiting-note.tsx';

/** So many rows are drawn at first, also where a search has read all of them. */
const step = 100;

const fits = (sought: string) => (student: ClassStudent) =>
  [student.name, student.username, student.email].some((text) => text?.toLocaleLowerCase().includes(sought));

export function LearnersCard({ schoolClass, mayLead }: { schoolClass: SchoolClass; mayLead: boolean }) {
  const { t } = useTranslation('classes');
  const { id, archived, role } = schoolClass;
  // for whoever teaches it: who looks after the school sees who is in a class, and not who is here
  const mayWatch = role !== null && !archived;
  const seen = usePresence(mayWatch ? id : null);
  const students = useStudents(id);
  const [search, setSearch] = useState('');
  const [most, setMost] = useState(step);
  const [renaming, setRenaming] = useState<ClassStudent | null>(null);
  const sought = search.trim().toLocaleLowerCase();

  useAllPages(students, sought !== '');

  return (
    <Card title={t('learners.title')} Icon={IconUsers} wide>
      <QueryView query={students} skeleton={<Skeleton height={200} />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          const found = all.filter(fits(sought));
          return (
            <>
              {all.length === 0 && !archived && <Text>{t('learners.none')}</Text>}
              {!archived && <Ways schoolClass={schoolClass} />}
              {!archived && (
                <WaitingNote
                  classId={id}
                  mayAgree={mayLead}
                  waiting={all.filter(({ status }) => status === 'pending_consent').length}
                />
              )}
              {all.length > 0 && (
                <>
                  <Group justify="space-between">
                    <Group gap="4px 16px" flex="1 1 14rem">
                      <Text fw={650}>
                        {t('list.students', { count: schoolClass.students ?? all.length })}
                      </Text>
                      {mayWatch && <HereCount seen={seen} />}
                    </Group>
                    {all.length > 8 && (
                      <TextInput
                        type="search"
                        aria-label={t('learners.search')}
                        placeholder={t('learners.search')}
                        leftSection={<IconSearch size={20} aria-hidden />}
                        value={search}
                        onChange={(event) => setSearch(event.currentTarget.value)}
                      />
                    )}
                  </Group>
                  {found.length === 0 && <Text role="status">{t('learners.nothingFound')}</Text>}
                  <ul className={cardClasses.list} style={{ gap: 0 }} aria-label={t('learners.list')}>
                    {found.slice(0, most).map((student) => (
                      <LearnerRow
                        key={student.id}
                        classId={id}
                        student={student}
                        here={seen.state === 'live' ? seen.learners.get(student.id) : undefined}
                        follows={role !== null}
                        fixed={archived}
                        onRename={setRenaming}
                      />
                    ))}
                  </ul>
                </>
              )}
              <MoreButton
                query={students}
                label={t('cards.more')}
                hasMore={students.hasNextPage || found.length > most}
                onMore={() => setMost(most + step)}
              />
            </>
          );
        }}
      </QueryView>
      <RenameLearner classId={id} student={renaming} onClose={() => setRenaming(null)} />
    </Card>
  );
}

/** The three ways in. */
function Ways({ schoolClass: { id, code } }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const openCode = useClassCode(id);
  return (
    <nav className={classes.ways} aria-label={t('learners.add')}>
      {!code && (
        <button
          type="button"
          className={classes.way}
          disabled={openCode.isPending}
          onClick={() => openCode.mutate(true)}
        >
          <IconKey size={28} aria-hidden />
          <Way title={t('learners.byCode')} hint={t('learners.byCodeHint')} />
        </button>
      )}
      <Link to={`/teach/classes/${id}/roster`} className={classes.way}>
        <IconListDetails size={28} aria-hidden />
        <Way title={t('learners.byList')} hint={t('learners.byListHint')} />
      </Link>
      <Link to={`/teach/classes/${id}/cards`} className={classes.way}>
        <IconPrinter size={28} aria-hidden />
        <Way title={t('learners.byCards')} hint={t('learners.byCardsHint')} />
      </Link>
    </nav>
  );
}

function Way({ title, hint }: { title: string; hint: string }) {
  return (
    <span>
      <strong>{title}</strong>
      <small>{hint}</small>
    </span>
  );
}
