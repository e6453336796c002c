-- The rows in the scope, as report_listed.sql has them, with what follows from the parts where the sheet does not say it itself. An account
-- that a newer system of accounts no longer has (发包及上交收入, 投资收益) counts as nothing.
select *, false as is_excluded, false as is_merged,
       (extract(year from received_at) * 12 + extract(month from received_at) - 1) // $months as period_number,
       coalesce(begins_at >= greatest($start_at, timestamp '0001-01-01' + to_months(cast(period_number * $months - 12 as integer))), true) as is_whole,
       operating_income_yuan + coalesce(contract_income_yuan, 0) + coalesce(investment_income_yuan, 0) as earned_yuan,
       coalesce(total_income_yuan, earned_yuan + subsidy_income_yuan + other_income_yuan) as income_yuan,
       coalesce(total_expense_yuan, operating_expense_yuan + admin_expense_yuan + other_expense_yuan) as expense_yuan,
       coalesce(surplus_yuan, income_yuan - expense_yuan) as year_surplus_yuan,
       coalesce(operating_surplus_yuan, earned_yuan - operating_expense_yuan - admin_expense_yuan) as earned_surplus_yuan,
       income_yuan / 10000 as income_10k_yuan, year_surplus_yuan / 10000 as surplus_10k_yuan, earned_surplus_yuan / 10000 as earned_surplus_10k_yuan,
       income_yuan is not null as has_income, year_surplus_yuan is not null as has_surplus, earned_surplus_yuan is not null as has_earned_surplus,
       income_yuan is not null and earned_yuan is not null as has_earned,
       income_yuan is not null and operating_income_yuan is not null as has_operating,
       income_yuan is not null and contract_income_yuan is not null as has_contract,
       income_yuan is not null and investment_income_yuan is not null as has_investment,
       income_yuan is not null and subsidy_income_yuan is not null as has_subsidy,
       income_yuan is not null and other_income_yuan is not null as has_other_income,
       assets_yuan is not null and debt_yuan is not null as has_balance,
       regexp_matches(flags, '(^|,)[a-z_]+_yuan:(approx|lower|upper|range)') as is_bounded
from dated
where received_at < as_of_at
