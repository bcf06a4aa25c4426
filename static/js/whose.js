// A page is one trainer's. Once this browser sees another's, as when somebody works as a trainer in another tab, what
// comes has no place in it.

export const isAnothers = (trainer) => Boolean(trainer) && trainer !== document.body.dataset.trainer;
