package store

import (
	"database/sql"

	"github.com/nuanxin/station-kit/sync/hub"
)

const auditOrder = "audit"

// PutAct implements hub.Audits.
func (t *tx) PutAct(a hub.Act) error {
	before, err := t.draw(auditOrder, 1)
	if err != nil {
		return err
	}
	return t.exec(`INSERT INTO audit (pos, at_ms, who, act, subject, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		before+1, ms(a.At), a.Who, a.What, a.Subject, a.Detail)
}

// Acts implements hub.Audits.
func (t *tx) Acts(limit int) ([]hub.Act, error) {
	r, err := t.query(`SELECT pos, at_ms, who, act, subject, detail FROM audit ORDER BY pos DESC LIMIT ?`, limit)
	return rows(r, err, func(r *sql.Rows) (a hub.Act, err error) {
		var at int64
		err = r.Scan(&a.Pos, &at, &a.Who, &a.What, &a.Subject, &a.Detail)
		a.At = moment(at)
		return a, err
	})
}
