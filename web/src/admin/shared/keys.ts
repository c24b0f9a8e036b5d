/** Where answers of the server are kept, so that a change in one place is seen in the others. */
export const peopleKey = ['people'];
export const personKey = (id: string) => ['person', id];
export const complianceKey = ['compliance'];
export const settingsKey = ['settings'];
export const auditKey = ['audit'];
