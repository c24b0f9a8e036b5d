import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

interface FiguresTableProps {
  label: string;
  head: string[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Pixels; narrower, it scrolls. */
  minWidth?: number;
}

/** Figures with their names, one thing a row; it can be scrolled with the keys where it is narrow. */
export function FiguresTable({ label, head, rows, minWidth = 480 }: FiguresTableProps) {
  return (
    <Table.ScrollContainer
      minWidth={minWidth}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
    >
      {/* whole words: what is too wide scrolls */}
      <Table aria-label={label} verticalSpacing="xs" style={{ overflowWrap: 'break-word' }}>
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row" fw={500}>
                {first}
              </Table.Th>
              {others.map((cell, index) => (
                <Table.Td key={head[index + 1]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
