import { Accordion, Button, Group, Skeleton, Table, Text } from '@mantine/core';
import { IconDatabase, IconDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ChildData } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import { fileName, offerFile } from '../../shared/offer-file.ts';
import classes from '../family.module.css';
import { FamilyRefusal } from '../family-refusal.tsx';
import { useCell } from './use-cell.ts';

/** [CON-6] What is stored, readable, and all of it as one file. Asked for only by a press: looking is on record. */
export function DataCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('family');
  const [open, setOpen] = useState(false);
  const data = useQuery({
    queryKey: ['child-data', childId],
    queryFn: () => family.data(childId),
    enabled: open,
  });
  const download = useMutation({
    mutationFn: () => family.exportChild(childId),
    onSuccess: (file) => offerFile(file, `${fileName(name)}.zip`),
  });
  return (
    <Card title={t('data.title')} Icon={IconDatabase} wide>
      <Text>{t('data.lead', { child: name })}</Text>
      <Group>
        {!open && (
          <Button variant="default" onClick={() => setOpen(true)}>
            {t('data.show')}
          </Button>
        )}
        <Button
          variant="default"
          loading={download.isPending}
          leftSection={<IconDownload size={20} aria-hidden />}
          onClick={() => download.mutate()}
        >
          {t('data.export')}
        </Button>
      </Group>
      <div role="status">{download.isSuccess && <Text>{t('data.exported')}</Text>}</div>
      {download.error && <FamilyRefusal error={download.error} />}
      {open && (
        <QueryView query={data} skeleton={<Skeleton height={240} />}>
          {({ sections }) => (
            <Accordion multiple variant="separated" order={3}>
              {sections.map((section) => (
                <Section key={section.name} section={section} child={name} />
              ))}
            </Accordion>
          )}
        </QueryView>
      )}
    </Card>
  );
}

function Section({ section, child }: { section: ChildData['sections'][number]; child: string }) {
  const { t } = useTranslation('family');
  const cell = useCell();
  const { name, total, rows } = section;
  const title = t(`data.sections.${name}`);
  const columns = Object.keys(rows[0] ?? {});
  return (
    <Accordion.Item value={name}>
      <Accordion.Control>
        {title}{' '}
        <Text span size="sm" c="dimmed">
          {t('data.entries', { count: total })}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        {name === 'games' && <Text mb="xs">{t('data.games', { child })}</Text>}
        {rows.length === 0 ? (
          <Text c="dimmed">{t('data.nothing')}</Text>
        ) : rows.length === 1 ? (
          <dl className={classes.facts}>
            {columns.map((column) => (
              <div key={column}>
                <dt>{cell.name(column)}</dt>
                <dd>{cell.value(column, rows[0]![column] ?? null)}</dd>
              </div>
            ))}
          </dl>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
          <section className={classes.table} aria-label={title} tabIndex={0}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  {columns.map((column) => (
                    <Table.Th key={column}>{cell.name(column)}</Table.Th>
                  ))}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {numbered(rows).map(({ place, row }) => (
                  <Table.Tr key={place}>
                    {columns.map((column) => (
                      <Table.Td key={column}>{cell.value(column, row[column] ?? null)}</Table.Td>
                    ))}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        )}
        {rows.length < total && (
          <Text size="sm" c="dimmed" mt="xs">
            {t('data.newest', { count: rows.length })}
          </Text>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

/** Rows have no name of their own. */
const numbered = <T,>(rows: readonly T[]) => rows.map((row, place) => ({ place, row }));
