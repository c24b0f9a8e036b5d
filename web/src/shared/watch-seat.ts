/** Where a tab keeps the seat from which it only watches, and the page that shows it. */
export const watchKey = 'watch';
export const watchPage = '/projector/watch';
