import { Button, Group, NumberInput, Paper, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { type MouseEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormPart } from '../draft.ts';
import { MoveButtons, moved } from '../move-buttons.tsx';
import { Areas, type Polygon } from './areas.tsx';

const share = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 1_000;

/** Corners of the right places: by a click on the picture, or as numbers. */
export function AreaFields({ draft, change, fault }: FormPart) {
  const { t } = useTranslation('author');
  const areas: Polygon[] = draft.spec.areas;
  const [chosen, setChosen] = useState(0);
  const at = Math.min(chosen, Math.max(0, areas.length - 1));
  const set = (next: Polygon[]) => change({ spec: { areas: next } });
  const { media } = draft;
  if (media?.kind !== 'image')
    return (
      <Text c={fault('media') ? 'wrong' : 'dimmed'} role={fault('media') ? 'alert' : undefined}>
        {fault('media') ?? t('question.needsPicture')}
      </Text>
    );
  const addCorner = (area: number, corner: Polygon[number]) =>
    set(
      areas.length === 0
        ? [[corner]]
        : areas.map((other, i) => (i === area && other.length < 40 ? [...other, corner] : other)),
    );
  const click = (event: MouseEvent<HTMLElement>) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    addCorner(at, { x: share((event.clientX - left) / width), y: share((event.clientY - top) / height) });
  };
  return (
    <Stack>
      <Text c="dimmed">{t('question.draw', { number: at + 1 })}</Text>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same is done by the fields below */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same is done by the fields below */}
      <div onClick={click} style={{ cursor: 'crosshair', maxWidth: '36rem' }} data-draw>
        <Areas media={media} areas={areas} />
      </div>
      {areas.map((area, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an area is its place in the list
        <Paper key={i} withBorder p="sm" onFocus={() => setChosen(i)}>
          <Group justify="space-between">
            <Text fw={650}>{t('question.area', { number: i + 1 })}</Text>
            <MoveButtons
              what={t('question.area', { number: i + 1 })}
              at={i}
              of={areas.length}
              onMove={(to) => set(moved(areas, i, to))}
              onRemove={() => set(areas.filter((_, j) => j !== i))}
            />
          </Group>
          <Corners
            area={i}
            corners={area}
            onChange={(next) => set(areas.map((a, j) => (i === j ? next : a)))}
          />
          {fault(`spec.areas.${i}`) && (
            <Text c="wrong" role="alert">
              {fault(`spec.areas.${i}`)}
            </Text>
          )}
        </Paper>
      ))}
      {areas.length === 0 && fault('spec.areas.0') && (
        <Text c="wrong" role="alert">
          {fault('spec.areas.0')}
        </Text>
      )}
      {areas.length < 10 && (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => {
              set([...areas, []]);
              setChosen(areas.length);
            }}
          >
            {t('question.addArea')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface CornersProps {
  area: number;
  corners: Polygon;
  onChange(corners: Polygon): void;
}

function Corners({ area, corners, onChange }: CornersProps) {
  const { t } = useTranslation('author');
  const axes = [
    ['x', 'across'],
    ['y', 'downwards'],
  ] as const;
  return (
    <Stack gap="xs" mt="xs">
      {corners.map((corner, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place on the way around
        <Group key={i} gap="xs" align="flex-end">
          {axes.map(([axis, name]) => (
            <NumberInput
              key={axis}
              flex="1 1 7rem"
              label={t('question.corner', { area: area + 1, corner: i + 1, axis: t(`question.${name}`) })}
              value={Math.round(corner[axis] * 1_000) / 10}
              min={0}
              max={100}
              onChange={(value) =>
                onChange(
                  corners.map((c, j) => (i === j ? { ...c, [axis]: share(Number(value || 0) / 100) } : c)),
                )
              }
            />
          ))}
          <MoveButtons
            what={`${area + 1}.${i + 1}`}
            at={i}
            of={corners.length}
            onMove={(to) => onChange(moved(corners, i, to))}
            onRemove={() => onChange(corners.filter((_, j) => j !== i))}
          />
        </Group>
      ))}
      {corners.length < 40 && (
        <Group>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => onChange([...corners, { x: 0.5, y: 0.5 }])}
          >
            {t('question.addCorner', { number: area + 1 })}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
