import { Button, Chip, Group, Modal, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconCalendarShare, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSignedIn } from '../../desk/account/account.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { MoreButton } from '../../desk/states/more-button.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { classes as schoolClasses } from '../../desk/tutti.ts';
import { ClassCard } from './class-card.tsx';
import { ClassForm } from './class-form.tsx';
import classes from './classes.module.css';
import { classesKey, classKey, managesAll, useAllPages, useClasses, type Which } from './use-classes.ts';

export function Component() {
  const { t } = useTranslation('classes');
  const [making, setMaking] = useState(false);
  const onMake = () => setMaking(true);
  return (
    <>
      <PageHeading
        title={t('list.title')}
        lead={t('list.lead')}
        actions={
          <Group gap="sm">
            <Button
              component={Link}
              to="/teach/classes/year"
              variant="default"
              leftSection={<IconCalendarShare size={20} aria-hidden />}
            >
              {t('list.year')}
            </Button>
            <Button onClick={onMake} leftSection={<IconPlus size={20} aria-hidden />}>
              {t('list.add')}
            </Button>
          </Group>
        }
      />
      <ClassList onMake={onMake} />
      <NewClass opened={making} onClose={() => setMaking(false)} />
    </>
  );
}

/** In the address, so that "back" leads to the same list. */
function useFilter() {
  const [params, setParams] = useSearchParams();
  const asked = params.get('which');
  const which: Which = asked === 'archived' || asked === 'all' ? asked : 'current';
  const [search, setSearch] = useState(params.get('search') ?? '');
  const write = (all: { which: Which; search: string }) =>
    setParams(
      { ...(all.which !== 'current' && { which: all.which }), ...(all.search && { search: all.search }) },
      { replace: true },
    );
  // the address follows a little later: it is not written at every letter
  const follow = useDebouncedCallback(write, 200);
  return {
    which,
    search,
    setWhich: (next: Which) => write({ which: next, search }),
    setSearch(text: string) {
      setSearch(text);
      follow({ which, search: text });
    },
  };
}

function ClassList({ onMake }: { onMake(): void }) {
  const { t } = useTranslation('classes');
  const { me } = useSignedIn();
  const filter = useFilter();
  const list = useClasses(filter.which);

  useAllPages(list, filter.search !== '');

  const sought = filter.search.trim().toLocaleLowerCase();
  return (
    <>
      <div className={classes.filters}>
        <TextInput
          type="search"
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          leftSection={<IconSearch size={20} aria-hidden />}
          value={filter.search}
          onChange={({ currentTarget: { value } }) => filter.setSearch(value)}
          maxLength={80}
          className={classes.search}
        />
        <Chip.Group value={filter.which} onChange={(which) => filter.setWhich(which as Which)}>
          <fieldset className={classes.which} aria-label={t('list.which')}>
            <Chip value="current">{t('list.current')}</Chip>
            <Chip value="archived">{t('list.archived')}</Chip>
            {managesAll(me) && <Chip value="all">{t('list.all')}</Chip>}
          </fieldset>
        </Chip.Group>
      </div>
      <QueryView query={list} skeleton={<CardSkeletons />}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.items);
          const found = all.filter(({ name }) => name.toLocaleLowerCase().includes(sought));
          if (all.length === 0) return <Empty which={filter.which} onMake={onMake} />;
          if (found.length === 0) {
            return (
              <Panel
                mood="puzzled"
                title={t('list.nothingFound', { search: filter.search })}
                actions={
                  <Button variant="default" onClick={() => filter.setSearch('')}>
                    {t('list.clear')}
                  </Button>
                }
              >
                {t('list.nothingFoundHint')}
              </Panel>
            );
          }
          return (
            <>
              <ul className={classes.grid}>
                {found.map((one) => (
                  <li key={one.id}>
                    <ClassCard schoolClass={one} />
                  </li>
                ))}
              </ul>
              <MoreButton query={list} label={t('list.more')} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function Empty({ which, onMake }: { which: Which; onMake(): void }) {
  const { t } = useTranslation('classes');
  if (which === 'archived') {
    return (
      <Panel mood="waiting" title={t('list.archivedTitle')}>
        {t('list.archivedEmpty')}
      </Panel>
    );
  }
  return (
    <Panel
      mood="waiting"
      title={t('list.emptyTitle')}
      actions={
        <Button onClick={onMake} leftSection={<IconPlus size={20} aria-hidden />}>
          {t('list.first')}
        </Button>
      }
    >
      {t('list.empty')}
    </Panel>
  );
}

function NewClass({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation(['classes', 'account']);
  const go = useNavigate();
  const queries = useQueryClient();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('form.newTitle')}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <ClassForm
        onCancel={onClose}
        send={async (facts) => {
          const made = await schoolClasses.makeClass(facts);
          queries.setQueryData(classKey(made.id), made);
          void queries.invalidateQueries({ queryKey: [...classesKey, 'list'] });
          go(`/teach/classes/${made.id}`);
        }}
      />
    </Modal>
  );
}

function CardSkeletons() {
  return (
    <div className={classes.grid}>
      {['a', 'b', 'c'].map((key) => (
        <Skeleton key={key} height={180} radius="lg" />
      ))}
    </div>
  );
}
