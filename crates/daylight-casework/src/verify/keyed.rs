//! What only the keys can check: who is named as the actor of a record, and whether the seals open.

use daylight_core::Progress;
use rusqlite::Connection;

use super::Damage;
use crate::error::{CaseError, Result};
use crate::log::Entry;
use crate::seal::{self, ClearAccount, Pseudonym};
use crate::vault::{Keys, mac};

/// Checks actors and seals; damage is named as in [`VerifyReport`](super::VerifyReport).
pub(crate) fn check(db: &Connection, keys: &Keys, progress: &dyn Progress) -> Result<Vec<Damage>> {
    let mut damage = Vec::new();
    actors(db, keys, &mut damage).map_err(CaseError::db("cannot read the records"))?;
    seals(db, keys, progress, &mut damage).map_err(CaseError::db("cannot read the seals"))?;
    Ok(damage)
}

fn actors(db: &Connection, keys: &Keys, damage: &mut Vec<Damage>) -> rusqlite::Result<()> {
    let mut statement = db.prepare("SELECT seq, actor, entry FROM record ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (seq, actor, entry): (i64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let hidden = mac(&*keys.actor, &[actor.as_bytes()]);
        if Entry::parse(&entry).is_none_or(|e| e.actor != hidden) {
            damage.push(Damage {
                place: format!("record {seq}"),
                what: "its actor is not the one that was logged".into(),
            });
        }
    }
    Ok(())
}

fn seals(db: &Connection, keys: &Keys, progress: &dyn Progress, damage: &mut Vec<Damage>) -> rusqlite::Result<()> {
    let sql = "SELECT s.batch, s.ord, s.sealed, a.pseudonym FROM seal s JOIN account a ON a.id = s.account
               WHERE s.sealed IS NOT NULL ORDER BY s.batch, s.ord";
    let mut statement = db.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut n = 0;
    while let Some(row) = rows.next()? {
        let (batch, ord): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (sealed, pseudonym): (Vec<u8>, Vec<u8>) = (row.get(2)?, row.get(3)?);
        n += 1;
        progress.step("seals", n, 0);
        let clear = seal::open(keys, &pseudonym, &sealed).and_then(|c| ClearAccount::from_text(&c));
        let own = clear.and_then(|c| Pseudonym::new(&keys.case, &c.platform, &c.platform_id).ok());
        if own.is_none_or(|p| p.0.as_slice() != pseudonym) {
            let place = format!("seal {ord} of record {batch}");
            damage.push(Damage { place, what: "it does not open, or holds another account".into() });
        }
    }
    Ok(())
}
