import { Button, Checkbox, Group, Paper, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { listSizes } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { item } from '../blank-question.ts';
import type { FormPart, Item } from '../draft.ts';
import { MoveButtons, moved } from '../move-buttons.tsx';

const oneRight = new Set(['single_choice', 'true_false']);

/** What a question lists: choices with their key, pairs, things to order, steps, options of a poll. */
export function ItemsField({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  const { kind, choices } = draft;
  const [least, most] = listSizes[kind];
  if (most === 0) return null;
  const set = (next: Item[]) => change({ choices: next });
  return (
    <Stack component="section" gap="sm" aria-label={t('question.answer')}>
      {kind === 'ordering' && <Text c="dimmed">{t('question.orderHint')}</Text>}
      {choices.map((one, i) => (
        <ItemRow
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the list
          key={i}
          draft={draft}
          fault={fault}
          at={i}
          onChange={(part) => set(choices.map((other, j) => (i === j ? { ...one, ...part } : other)))}
          onRight={(correct) =>
            set(
              choices.map((other, j) => ({
                ...other,
                correct: oneRight.has(kind) ? i === j : i === j ? correct : other.correct,
              })),
            )
          }
          onMove={(to) => set(moved(choices, i, to))}
          onRemove={choices.length > least ? () => set(choices.filter((_, j) => j !== i)) : undefined}
        />
      ))}
      {fault('choices') && (
        <Text c="wrong" role="alert">
          {fault('choices')}
        </Text>
      )}
      {choices.length < most && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => set([...choices, item('', kind === 'matching' ? { match: '' } : {})])}
          >
            {t('question.add')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface ItemRowProps extends Pick<FormPart, 'draft' | 'fault'> {
  at: number;
  onChange(part: Partial<Item>): void;
  onRight(correct: boolean): void;
  onMove(to: number): void;
  onRemove: (() => void) | undefined;
}

function ItemRow({ draft: { kind, choices }, fault, at, onChange, onRight, onMove, onRemove }: ItemRowProps) {
  const { t } = useTranslation('author');
  const one = choices[at]!;
  const number = at + 1;
  const keyed = kind === 'multiple_choice' || oneRight.has(kind);
  const label = t(
    `question.${kind === 'matching' ? 'left' : kind === 'ordering' || kind === 'scale' ? 'step' : 'item'}`,
    { number },
  );
  const Right = oneRight.has(kind) ? Radio : Checkbox;
  return (
    <Paper withBorder p="sm">
      <Group align="flex-end" gap="sm">
        <TextInput
          flex="1 1 12rem"
          label={label}
          value={one.text}
          error={fault(`choices.${at}.text`)}
          maxLength={300}
          onChange={({ currentTarget: { value } }) => onChange({ text: value })}
        />
        {kind === 'matching' && (
          <TextInput
            flex="1 1 12rem"
            label={t('question.right', { number })}
            value={one.match ?? ''}
            error={fault(`choices.${at}.match`)}
            maxLength={300}
            onChange={({ currentTarget: { value } }) => onChange({ match: value })}
          />
        )}
        <MoveButtons what={label} at={at} of={choices.length} onMove={onMove} onRemove={onRemove} />
      </Group>
      {keyed && (
        <Group mt="xs" align="center">
          <Right
            label={t('question.isRight', { number })}
            checked={one.correct}
            onChange={({ currentTarget: { checked } }) => onRight(checked)}
          />
          <Textarea
            flex="1 1 14rem"
            autosize
            label={t('question.feedback', { number })}
            value={one.feedback ?? ''}
            maxLength={500}
            onChange={({ currentTarget: { value } }) => onChange({ feedback: value })}
          />
        </Group>
      )}
    </Paper>
  );
}
